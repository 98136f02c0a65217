import { Check, ChevronUp } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { act } from '../../state/toasts.ts';
import { useTandem } from '../../state/tandem.ts';
import { dialModes, startOf } from './dialModes.ts';
import { setMode } from './setMode.ts';

/** What the dial sets: the doubt itself, an accuracy to reach, or a budget. */
export function DialModeMenu({ runningRun }: { readonly runningRun: string | null }) {
  const kind = useTandem((state) => state.settings?.dialMode.kind ?? 'threshold');
  const gate = useTandem((state) => state.gate);
  const most = useTandem((state) => state.dial?.mostAccuracy ?? null);
  const choose = (value: string) => {
    const mode = dialModes.find((one) => one.kind === value);
    if (mode && mode.kind !== kind) act(setMode(startOf(mode.kind, gate, most), runningRun));
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-md border border-transparent px-2 text-xs text-muted hover:bg-sunken hover:text-ink">
        <span className="truncate">Set by: {dialModes.find((one) => one.kind === kind)?.label}</span>
        <ChevronUp aria-hidden size={13} className="shrink-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content side="top" align="end" sideOffset={6} collisionPadding={8} aria-label="What sets how much is asked" className="scroll-thin z-40 max-h-[min(24rem,var(--radix-dropdown-menu-content-available-height))] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-edge bg-surface p-1 shadow-lg">
          <DropdownMenu.Label className="px-2.5 py-1.5 text-xs text-muted">What sets how much is asked</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={kind} onValueChange={choose}>
            {dialModes.map((mode) => (
              <DropdownMenu.RadioItem key={mode.kind} value={mode.kind} textValue={mode.label} className="flex items-start gap-2 rounded px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-sunken">
                <span className="mt-0.5 size-4 shrink-0"><DropdownMenu.ItemIndicator><Check aria-hidden size={15} /></DropdownMenu.ItemIndicator></span>
                <span><span className="font-medium">{mode.label}</span><span className="block text-[0.8125rem] text-muted">{mode.words}</span></span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
