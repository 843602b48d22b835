import { tmpdir } from "node:os";
import { startWorker } from "../../../dist/run/cluster/cluster-worker.js";
import { openInlineExecutor } from "../../../dist/run/inline-executor.js";

/**
 * A worker of a cluster that dies of every task with a given number of replicas:
 * `node dying-cluster-worker.mjs REDIS ENGINE REPLICAS`.
 */
const [redis, engine, replicas] = process.argv.slice(2);
const executor = openInlineExecutor();
await startWorker({
  redis,
  engine,
  namespace: "",
  cache: tmpdir(),
  lease: 1,
  log: () => {},
  executor: {
    ...executor,
    evaluate(evaluation, columns) {
      if (evaluation.plan.replicas === Number(replicas)) process.kill(process.pid, "SIGKILL");
      return executor.evaluate(evaluation, columns);
    },
  },
});
