/** States of a replica. */
export const STARTING = 0;
export const READY = 1;
export const DRAINING = 2;
export const GONE = 3;

/** One replica, from the moment it is asked for. */
export interface ReplicaRecord {
  /** Its number among those that exist; free again once it is gone. */
  readonly index: number;
  /** Its number among all that ever were: names its random draws. */
  readonly serial: number;
  readonly zone: number;
  /** When it was asked for; its bill starts. */
  readonly askedAt: number;
  /** STARTING, READY, DRAINING or GONE. */
  state: number;
  /** When it got ready; NaN before. */
  readyAt: number;
  /** Start of the present stretch of state and health. */
  since: number;
  /** Reasons for which it is down at present; 0 if it is healthy. */
  downs: number;
}
