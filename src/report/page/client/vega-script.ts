/** The part of Vega that the page uses; its script runs before this one and leaves it globally. */
export interface VegaScript {
  parse(spec: unknown, config: null, options: { readonly ast: boolean }): unknown;
  readonly View: new (runtime: unknown, options: ViewOptions) => VegaView;
  readonly textMetrics: {
    canvas(use: boolean): void;
    width(item: TextItem, text: string): number;
  };
}

/** How a view is drawn. */
export interface ViewOptions {
  /** Evaluates parsed expressions, so that no code is made of text. */
  readonly expr: unknown;
  readonly renderer: "svg";
  readonly container: HTMLElement;
  readonly hover: boolean;
  readonly tooltip: TooltipHandler;
}

/** Shows or, where there is nothing to show, hides a tooltip. */
export type TooltipHandler = (
  handler: unknown,
  event: MouseEvent,
  item: unknown,
  value: unknown,
) => void;

/** A drawn picture. */
export interface VegaView {
  signal(name: string, value: number): VegaView;
  runAsync(): Promise<VegaView>;
  finalize(): void;
}

/** Text that is to be measured. */
export interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
}

/** Vega, or null if its script didn't run. */
export function vegaScript(): VegaScript | null {
  const scope: object = globalThis;
  return isPresent(scope) ? scope.vega : null;
}

function isPresent(scope: object): scope is { readonly vega: VegaScript } {
  return "vega" in scope;
}
