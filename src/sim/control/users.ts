import { counterUniform, PURPOSE_THINK } from "../../random/counter-uniform.ts";
import { quantileFunction } from "../../random/quantile-function.ts";
import type { ControlPlan, UsersPlan } from "../control-plan.ts";
import { DeadlineHeap } from "../deadline-heap.ts";
import { grownFloat64, grownInt32 } from "../request-slots.ts";

/** The closed-loop users: each thinks, sends a request, waits for its outcome, and thinks again. */
export class Users {
  /** When users send their next requests. */
  readonly next: DeadlineHeap = new DeadlineHeap();
  /** Requests sent. */
  sent = 0;
  /** Arrival, class and size row of each request sent. */
  arrivals: Float64Array = new Float64Array(64);
  classes: Int32Array = new Int32Array(64);
  sizeRows: Int32Array = new Int32Array(64);
  private readonly seed: number;
  private readonly groups: readonly UsersPlan[];
  private readonly thinkTimes: readonly ((uniform: number) => number)[];
  /** Group of each user, and times that user has thought. */
  private readonly groupOf: Int32Array;
  private readonly thoughts: Int32Array;
  private readonly sentByGroup: Float64Array;

  /** Everybody starts by thinking, at 0. */
  constructor({ seed, users }: ControlPlan) {
    this.seed = seed;
    this.groups = users;
    this.thinkTimes = users.map(({ thinkTime }) => quantileFunction(thinkTime));
    this.groupOf = Int32Array.from(users.flatMap(({ count }, group) => Array(count).fill(group)));
    this.thoughts = new Int32Array(this.groupOf.length);
    this.sentByGroup = new Float64Array(users.length);
    for (let user = 0; user < this.groupOf.length; user++) this.think(user, 0);
  }

  /** Lets a user think, from an instant on. */
  think(user: number, now: number): void {
    const group = this.groupOf[user];
    const uniform = counterUniform(this.seed, PURPOSE_THINK, user, this.thoughts[user]++);
    const at = now + this.thinkTimes[group](uniform);
    if (at < this.groups[group].until) this.next.push(user, at, user);
  }

  /** Writes down the request that a user sends, and returns its place among those sent. */
  send(user: number, now: number): number {
    const place = this.sent++;
    if (place === this.arrivals.length) {
      this.arrivals = grownFloat64(this.arrivals);
      this.classes = grownInt32(this.classes);
      this.sizeRows = grownInt32(this.sizeRows);
    }
    const group = this.groupOf[user];
    const { class: classIndex, firstRow, rows } = this.groups[group];
    this.arrivals[place] = now;
    this.classes[place] = classIndex;
    this.sizeRows[place] = firstRow + (this.sentByGroup[group]++ % rows);
    return place;
  }
}
