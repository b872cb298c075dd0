import { useId, useState } from 'react';
import { USER_SOURCES } from '../../privacy/policy.ts';
import type { FolderRedaction, RedactionView, Settings } from '../../shared/schemas/settings.ts';
import { Check, Field, Section } from './fields.tsx';
import { asListed, asPatterns, RuleList, RuleRow, type ListedRule } from './rule-list.tsx';
import { TryRedaction } from './try-redaction.tsx';
import { useRedaction, type Redaction } from './use-redaction.ts';
import { t, told } from '../../shared/messages/t.ts';
import { tx } from '../ui/tx.tsx';

const PRIVATE_ADDRESSES = t('Addresses of private networks are personal data');
const TEST_CARDS = t('Leave card numbers that are published for tests');

interface RedactionSectionProps {
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

/** What is redacted besides what CodeGrex finds by itself, what stays, and a field to try it in. */
export function RedactionSection({ values, onSet }: RedactionSectionProps) {
  const redaction = useRedaction();
  const { view } = redaction;
  const [here, setHere] = useState(false);
  const folder = view?.folder ?? null;
  return (
    <Section title={t('Redaction')}>
      <p className="muted">
        {tx(
          'For what goes to a cloud, besides the secrets and personal data that CodeGrex finds by itself. Values of a folder’s {code} files are always replaced.',
          { code: <code>.env</code> },
        )}
      </p>
      {folder === null ? null : <Scope here={here} onChange={setHere} />}
      {here && folder !== null ? (
        <FolderRules key="folder" folder={folder} values={values} redaction={redaction} />
      ) : (
        <EverywhereRules key="everywhere" values={values} problems={view?.problems ?? []} onSet={onSet} />
      )}
      {view?.others.map((other) => (
        <OtherRules key={other.source} other={other} problems={view.problems} />
      ))}
      <TryRedaction rules={view} />
    </Section>
  );
}

interface ScopeProps {
  readonly here: boolean;
  readonly onChange: (here: boolean) => void;
}

/** Whether the rules of every folder are shown, or those of the open one alone. */
function Scope({ here, onChange }: ScopeProps) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="sr-only">{t('Rules that hold')}</legend>
      {[false, true].map((option) => (
        <label key={String(option)}>
          <input
            type="radio"
            name={name}
            checked={here === option}
            onChange={() => {
              onChange(option);
            }}
          />
          {option ? t('In this folder alone') : t('In every folder')}
        </label>
      ))}
    </fieldset>
  );
}

interface EverywhereRulesProps extends RedactionSectionProps {
  readonly problems: RedactionView['problems'];
}

function EverywhereRules({ values, problems, onSet }: EverywhereRulesProps) {
  return (
    <>
      <RuleLists
        allow={values.redactionAllow}
        patterns={asListed(values.redactionPatterns)}
        problems={problems.filter(({ source }) => source === USER_SOURCES.settings)}
        onAllow={(redactionAllow) => {
          onSet({ redactionAllow });
        }}
        onPatterns={(rules) => {
          onSet({ redactionPatterns: asPatterns(rules) });
        }}
      />
      <Check
        label={PRIVATE_ADDRESSES}
        value={values.redactPrivateAddresses}
        onSet={(redactPrivateAddresses) => {
          onSet({ redactPrivateAddresses });
        }}
      />
      <Check
        label={TEST_CARDS}
        value={values.leaveTestCards}
        onSet={(leaveTestCards) => {
          onSet({ leaveTestCards });
        }}
      />
    </>
  );
}

interface FolderRulesProps {
  readonly folder: FolderRedaction;
  readonly values: Settings;
  readonly redaction: Redaction;
}

function FolderRules({ folder, values, redaction: { view, setForFolder } }: FolderRulesProps) {
  return (
    <>
      <small className="muted">
        {t('Besides the rules of every folder, which hold here too. Kept with your settings, not in the folder.')}
      </small>
      <RuleLists
        allow={folder.allow}
        patterns={asListed(folder.patterns)}
        problems={(view?.problems ?? []).filter(({ source }) => source === USER_SOURCES.folder)}
        onAllow={(allow) => {
          setForFolder({ allow });
        }}
        onPatterns={(rules) => {
          setForFolder({ patterns: asPatterns(rules) });
        }}
      />
      <OwnChoice
        label={PRIVATE_ADDRESSES}
        value={folder.privateAddresses}
        otherwise={values.redactPrivateAddresses}
        onSet={(privateAddresses) => {
          setForFolder({ privateAddresses });
        }}
      />
      <OwnChoice
        label={TEST_CARDS}
        value={folder.leaveTestCards}
        otherwise={values.leaveTestCards}
        onSet={(leaveTestCards) => {
          setForFolder({ leaveTestCards });
        }}
      />
    </>
  );
}

interface OwnChoiceProps {
  readonly label: string;
  readonly value: FolderRedaction['privateAddresses'];
  /** What holds in every other folder. */
  readonly otherwise: boolean;
  readonly onSet: (value: FolderRedaction['privateAddresses']) => void;
}

function OwnChoice({ label, value, otherwise, onSet }: OwnChoiceProps) {
  return (
    <Field label={label}>
      <select
        value={value}
        onChange={(event) => {
          onSet(event.target.value as typeof value);
        }}
      >
        <option value="as-settings">
          {t('As in every folder ({what})', { what: otherwise ? t('yes') : t('no') })}
        </option>
        <option value="yes">{t('Yes')}</option>
        <option value="no">{t('No')}</option>
      </select>
    </Field>
  );
}

interface RuleListsProps {
  readonly allow: readonly string[];
  readonly patterns: readonly ListedRule[];
  readonly problems: RedactionView['problems'];
  readonly onAllow: (allow: string[]) => void;
  readonly onPatterns: (patterns: readonly ListedRule[]) => void;
}

function RuleLists({ allow, patterns, problems, onAllow, onPatterns }: RuleListsProps) {
  return (
    <>
      <RuleList
        kind="pattern"
        title={t('Also replaced')}
        hint={
          <>
            {tx(
              'What these patterns match, in RE2’s syntax. A group {code} is replaced alone; the name becomes part of the placeholder.',
              { code: <code>{'(?P<value>…)'}</code> },
            )}
          </>
        }
        example="PROJ-[0-9]+"
        rules={patterns}
        problems={problems.filter(({ kind }) => kind === 'pattern')}
        onSet={onPatterns}
      />
      <RuleList
        kind="allow"
        title={t('Left as they are')}
        hint={
          <>
            {tx('Values that are no secret, as they stand, or {code} for whole values.', {
              code: <code>/pattern/</code>,
            })}
          </>
        }
        example="support@example.com"
        rules={allow.map((rule) => ({ rule }))}
        problems={problems.filter(({ kind }) => kind === 'allow')}
        onSet={(rules) => {
          onAllow(rules.map(({ rule }) => rule));
        }}
      />
    </>
  );
}

interface OtherRulesProps {
  readonly other: RedactionView['others'][number];
  readonly problems: RedactionView['problems'];
}

/** Rules that come with the folder or from the organisation, to look at. */
function OtherRules({ other: { source, allow, patterns }, problems }: OtherRulesProps) {
  const id = useId();
  const problemOf = (kind: 'allow' | 'pattern', rule: string): RedactionView['problems'][number] | undefined =>
    problems.find((problem) => problem.source === source && problem.kind === kind && problem.rule === rule);
  return (
    <div className="rule-list" role="group" aria-labelledby={id}>
      <h4 id={id}>{t('From {source}', { source: told(source) })}</h4>
      <small className="muted">
        {t('Comes with the folder or from your organisation. It can have more replaced, and let nothing through.')}
      </small>
      <ul aria-label={t('From {source}', { source: told(source) })}>
        {asListed(patterns).map((listed) => (
          <RuleRow key={`+${listed.rule}`} listed={listed} problem={problemOf('pattern', listed.rule)} />
        ))}
        {allow.map((rule) => (
          <RuleRow key={`-${rule}`} listed={{ rule }} problem={problemOf('allow', rule)} />
        ))}
      </ul>
    </div>
  );
}
