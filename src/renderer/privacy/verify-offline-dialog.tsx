import { useEffect, useState } from 'react';
import type { OfflineCheck } from '../../shared/schemas/settings.ts';
import { call } from '../bridge/bridge.ts';
import { probePage } from '../bridge/probe-page.ts';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

type Outcome =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly checks: readonly OfflineCheck[] }
  | { readonly state: 'broken'; readonly message: string };

const NOTHING_LEAVES = t(
  'Tries what Offline must prevent, whatever the mode is now. Nothing that is tried leaves this machine.',
);

/** Runs the self-test of Offline and shows what each check found. */
export function VerifyOfflineDialog({ onClose }: { readonly onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>({ state: 'running' });
  const [run, setRun] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const show = (next: Outcome): void => {
      if (!stop.signal.aborted) setOutcome(next);
    };
    Promise.all([call('policy.verifyOffline', {}, stop.signal), probePage()]).then(
      ([core, page]) => {
        show({ state: 'done', checks: [...core, ...page] });
      },
      (error: unknown) => {
        show({ state: 'broken', message: messageOf(error) });
      },
    );
    return () => {
      stop.abort();
    };
  }, [run]);

  return (
    <Modal title={t('Verify offline')} description={NOTHING_LEAVES} wide onClose={onClose}>
      <Summary outcome={outcome} />
      {outcome.state === 'done' ? (
        <>
          <div className="evidence" tabIndex={0} role="region" aria-label={t('Evidence')}>
            <ul className="offline-checks">
              {outcome.checks.map((check) => (
                <Row key={check.check} {...check} />
              ))}
            </ul>
          </div>
          <footer>
            <button type="button" className="button" onClick={() => void copyText(asText(outcome.checks))}>
              {t('Copy the evidence')}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setOutcome({ state: 'running' });
                setRun(run + 1);
              }}
            >
              {t('Try again')}
            </button>
          </footer>
        </>
      ) : null}
    </Modal>
  );
}

function Summary({ outcome }: { readonly outcome: Outcome }) {
  const look =
    outcome.state === 'running'
      ? { kind: 'running', icon: 'loading' }
      : LOOK[outcome.state === 'done' && outcome.checks.every((c) => c.passed !== false) ? 'true' : 'false'];
  return (
    <p role="status" className={`verdict ${look.kind}`}>
      <Icon name={look.icon} spin={outcome.state === 'running'} /> {summaryOf(outcome)}
    </p>
  );
}

function Row({ check, passed, detail }: OfflineCheck) {
  const { kind, icon, label } = LOOK[String(passed) as keyof typeof LOOK];
  return (
    <li className={kind}>
      <Icon name={icon} />
      <strong>
        {check} <span className="sr-only">({label})</span>
      </strong>{' '}
      <span className="muted">{detail}</span>
    </li>
  );
}

const LOOK = {
  true: { kind: 'passed', icon: 'pass', label: t('passed') },
  false: { kind: 'failed', icon: 'error', label: t('failed') },
  null: { kind: 'untried', icon: 'circle-slash', label: t('not tried') },
} as const;

function summaryOf(outcome: Outcome): string {
  if (outcome.state === 'running') return t('Trying…');
  if (outcome.state === 'broken') return outcome.message;
  const { checks } = outcome;
  const count = (passed: boolean | null): number => checks.filter((c) => c.passed === passed).length;
  const [good, bad, untried] = [count(true), count(false), count(null)];
  const rest = untried === 0 ? '' : t(' {untried} could not be tried here.', { untried });
  return bad === 0
    ? t('All {good} checks that were made passed.{rest}', { good, rest })
    : t('{bad} of {good} checks failed.{rest}', { bad, good: good + bad, rest });
}

function asText(checks: readonly OfflineCheck[]): string {
  return checks
    .map(({ check, passed, detail }) => `${LOOK[String(passed) as keyof typeof LOOK].label}: ${check}. ${detail}`)
    .join('\n');
}
