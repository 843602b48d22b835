const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const STARTS_WITH_LETTER = /^[a-z]/;
/** Longest label of a domain name (RFC 1123). */
const LONGEST = 63;

/**
 * Says what keeps a text from being the name of a Kubernetes object or namespace.
 *
 * @param rule - `dns-1123` for most objects; `dns-1035` for those that become a Service, whose
 *   names start with a letter.
 * @returns A clause that follows the name, or null if it is valid.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ (1.34, 2025)
 */
export function objectNameProblem(name: string, rule: "dns-1123" | "dns-1035"): string | null {
  if (name.length > LONGEST) {
    return `must have at most ${LONGEST} characters, got ${name.length}`;
  }
  if (!LABEL.test(name)) {
    return "must be lower-case letters, digits and dashes, with a letter or digit at both ends";
  }
  if (rule === "dns-1035" && !STARTS_WITH_LETTER.test(name)) return "must start with a letter";
  return null;
}
