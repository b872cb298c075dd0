import { expect, it } from 'vitest';
import { safeToPaste } from './safe-to-paste.ts';

it('leaves text, tabs and lines, and nothing that steers a terminal', () => {
  expect(safeToPaste('größe\tx\r\ny\rz')).toBe('größe\tx\ny\nz');
  expect(safeToPaste('harmless\x1b[201~\nrm -rf ~\n')).toBe('harmless[201~\nrm -rf ~\n');
  expect(safeToPaste('\x03\x04\x9b31m\x7f\x00')).toBe('31m');
});
