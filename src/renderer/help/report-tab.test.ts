import { expect, it } from 'vitest';
import { reportDraft } from './report-tab.tsx';

it('says of the app what one needs to know, and nothing of the folder', () => {
  const facts = { version: '1.2.3', host: 'browser mode', platform: 'linux', browser: 'Chrome 140', mode: 'Offline' };
  expect(reportDraft(facts).split('## About this app')[1]).toBe(
    '\n\n- CodeGrex 1.2.3, browser mode, on linux\n- Chrome 140\n- Privacy mode: Offline\n',
  );
  expect(reportDraft({ ...facts, mode: null })).toContain('- No folder was open');
});
