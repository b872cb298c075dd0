import type { OfflineCheck } from '../../shared/schemas/settings.ts';
import { t } from '../../shared/messages/t.ts';

/** On this machine, so that nothing leaves it even if the page could reach it; and not the page's own origin. */
const TARGET = '127.0.0.1:64999';
const SECONDS = 3;

/** Try from the page what its Content-Security-Policy must refuse: a connection, and a picture from elsewhere. */
export async function probePage(): Promise<readonly OfflineCheck[]> {
  const connection = violation('connect-src', () => {
    const socket = new WebSocket(`ws://${TARGET}/`);
    socket.addEventListener('open', () => {
      socket.close();
    });
  });
  const picture = violation('img-src', () => {
    new Image().src = `http://${TARGET}/probe.png`;
  });
  return [
    judge(t('This page can open no connection but to CodeGrex'), 'connect-src', await connection),
    judge(t('This page can load nothing from elsewhere'), 'img-src', await picture),
  ];
}

function judge(check: string, directive: string, blocked: string | null): OfflineCheck {
  return blocked === null
    ? {
        check,
        passed: false,
        detail: t('The page tried {TARGET} and was not told that its policy forbids it.', { TARGET }),
      }
    : {
        check,
        passed: true,
        detail: t('The page tried {blocked}; its policy refused it ({directive}).', { blocked, directive }),
      };
}

/** What the policy blocked under `directive` when `attempt` was made; `null` if it blocked nothing in time. */
function violation(directive: string, attempt: () => void): Promise<string | null> {
  return new Promise((resolve) => {
    const finish = (blocked: string | null): void => {
      document.removeEventListener('securitypolicyviolation', listen);
      clearTimeout(timer);
      resolve(blocked);
    };
    const listen = (event: SecurityPolicyViolationEvent): void => {
      if (event.effectiveDirective === directive && event.disposition === 'enforce') finish(event.blockedURI);
    };
    const timer = setTimeout(() => {
      finish(null);
    }, SECONDS * 1000);
    document.addEventListener('securitypolicyviolation', listen);
    try {
      attempt();
    } catch {
      // Some browsers throw as well as report.
    }
  });
}
