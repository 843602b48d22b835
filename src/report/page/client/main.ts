import type { PageData } from "../page-data.ts";
import { drawWhenNear } from "./draw-pictures.ts";
import { startFocus } from "./focus-window.ts";
import { elementOf } from "./page-elements.ts";
import { startWhatIf } from "./what-if.ts";

const data: PageData = JSON.parse(elementOf("page-data", HTMLScriptElement).textContent ?? "");
startWhatIf(data);
drawWhenNear(data.specs);
void startFocus(data);
