import type { HeraInfo, HeraProfile } from '../../../shared/contract/hera.ts';
import { percent } from '../../components/format.ts';
import { percentRange } from '../exam/examWords.ts';
import { accuracyQuestions } from './partWords.ts';

const autoWords: Readonly<Record<HeraProfile['auto'], string>> = {
  hera: 'HERA', adaswitch: 'AdaSwitch', either: 'both and asks where either would', both: 'both and asks only where both would',
};

/** What the pair was profiled on, and how right each part was on requests it had not seen. */
export function ProfileFigures({ info, profile }: { readonly info: HeraInfo; readonly profile: HeraProfile }) {
  return (
    <>
      <p>
        <span className="font-semibold">{info.local} and {info.expert}:</span> {profile.requests} requests, {profile.subtasks} steps ({profile.data}), {profile.date.slice(0, 10)}.
        {' '}For these two, “Automatic” takes {autoWords[profile.auto]}.
      </p>
      {profile.accuracies.length === 0 ? null : (
        <div className="scroll-thin overflow-x-auto" tabIndex={0} role="region" aria-label="How right it foretells">
          <table className="w-full text-left tabular-nums">
            <thead><tr className="text-muted"><th className="pr-3 font-medium">Foretells</th><th className="pr-3 font-medium">right <span className="whitespace-nowrap">(95 % interval)</span></th><th className="font-medium">best fixed guess</th></tr></thead>
            <tbody>
              {profile.accuracies.map(({ part, right, of, low, high, majority }) => (
                <tr key={part} className="border-t border-line">
                  <td className="py-0.5 pr-3">{accuracyQuestions[part]}</td><td className="pr-3">{of === 0 ? '–' : <>{percent(right / of)} <span className="whitespace-nowrap">({percentRange({ low, high })})</span></>}</td><td>{part.startsWith('sp') ? '–' : percent(majority)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="mt-1 text-muted">On requests it had not seen. Only above the best fixed guess does a part know something; a predicted step is a text, which has none.</p>
        </div>
      )}
      {profile.refitted === undefined ? null : <p>Whether the expert would write the same was learnt anew from use on {profile.refitted.slice(0, 10)}. How right that is was not measured on these requests, so it is not listed.</p>}
    </>
  );
}
