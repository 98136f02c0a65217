import { Check, ChevronUp } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { policyIdSchema } from '../../../shared/switching/policy.ts';
import { useTandem } from '../../state/tandem.ts';
import { setQuestionPolicy, useQuestionPolicy } from '../../state/ui.ts';
import { policyChoices, policyLabel, type PolicyChoice } from '../settings/policies.ts';

const asSet = 'settings';
const item = 'flex items-start gap-2 rounded px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-sunken';

/** Who decides, for the next question only; the settings' policy unless something else is chosen. */
export function PolicyMenu({ chatId }: { readonly chatId: string | null }) {
  const policy = useTandem((state) => state.settings?.policy ?? 'adaswitch');
  const isCalibrated = useTandem((state) => state.gate?.isCalibrated ?? false);
  const own = useQuestionPolicy(chatId);
  const words = own === null ? policyLabel(policy) : `${policyLabel(own)}, this question only`;
  const choices = policyChoices(isCalibrated);
  const draw = ({ value, label, words: what }: PolicyChoice) => <Item key={value} value={value} label={label} words={what} />;
  const choose = (value: string) => setQuestionPolicy(chatId, policyIdSchema.safeParse(value).data ?? null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`inline-flex min-h-7 max-w-full items-center gap-1 rounded-md border px-2 text-xs ${own === null ? 'border-transparent text-muted hover:bg-sunken hover:text-ink' : 'border-edge font-medium'}`}>
        <span className="truncate"><span className="text-muted">Who decides: </span>{words}</span>
        <ChevronUp aria-hidden size={13} className="shrink-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content side="top" align="end" sideOffset={6} collisionPadding={8} aria-label="Who decides, for the next question only" className="scroll-thin z-40 max-h-[min(34rem,var(--radix-dropdown-menu-content-available-height))] w-[28rem] max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-edge bg-surface p-1 shadow-lg">
          <DropdownMenu.Label className="px-2.5 py-1.5 text-xs text-muted">Who decides, for the next question only</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={own ?? asSet} onValueChange={choose}>
            <Item value={asSet} label="As in the settings" words={policyLabel(policy)} />
            {choices.filter((choice) => !choice.isBaseline).map(draw)}
            <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs text-muted">To compare with</DropdownMenu.Label>
            {choices.filter((choice) => choice.isBaseline).map(draw)}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ value, label, words }: { readonly value: string; readonly label: string; readonly words: string }) {
  return (
    <DropdownMenu.RadioItem value={value} textValue={label} className={item}>
      <span className="mt-0.5 size-4 shrink-0"><DropdownMenu.ItemIndicator><Check aria-hidden size={15} /></DropdownMenu.ItemIndicator></span>
      <span><span className="font-medium">{label}</span><span className="block text-[0.8125rem] text-muted">{words}</span></span>
    </DropdownMenu.RadioItem>
  );
}
