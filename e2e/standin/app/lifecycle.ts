/** Whether `ready` has been told; asked by the parts that may be used only before or only after it. */
let ready = false;
let tellReady: () => void = () => undefined;
export const whenReady = new Promise<void>((resolve) => { tellReady = resolve; });
export const isReady = (): boolean => ready;
export function becomeReady(): void {
  ready = true;
  tellReady();
}
