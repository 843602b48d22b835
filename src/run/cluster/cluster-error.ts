/** The cluster can't do what is asked: no broker there, or it lost what it was given. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
}
