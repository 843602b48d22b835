import type { Result } from "../../plan/result.ts";
import type { Picture } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { budgetModel } from "./budget-model.ts";
import { budgetSpec } from "./budget-spec.ts";
import { budgetDescription, budgetTitle } from "./budget-words.ts";

/**
 * What each count of replicas uses of the error budgets, how likely it overspends them, and how the
 * fleet in focus burns the tightest over time.
 *
 * @throws RangeError if the result has no points.
 */
export function errorBudgetPicture(result: Result): Picture {
  const model = budgetModel(result);
  return {
    name: "error-budget",
    heading: "Error budget",
    spec: budgetSpec(result, model),
    text: {
      title: cleanText(budgetTitle(result, model)),
      description: cleanText(budgetDescription(result, model)),
    },
  };
}
