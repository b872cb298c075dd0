import { createFinder, type Finder } from '../../../src/privacy/redaction/finder.ts';
import { countWork } from '../../regex-work/counted-work.ts';
import { grows } from '../growth-of-time.ts';
import { promised, type Target } from '../target.ts';
import { repeater } from '../texts.ts';

const LENGTH = 500;
/** Steps for each character that are few, however they grow. */
const FEW = 100;
/** Four times the text makes four times the work; sixteen times where the work grows with the square. */
const MOST_GROWTH = 8;
/** Longer than anything that is looked at as a whole: a value, a document. */
const BEYOND = 64_000;

/**
 * The work of finding in a text of one thing over and over. What regular expressions do is counted
 * in steps, at one length and at four times that. Where that grows too fast it may still be bounded,
 * by the longest value or document that is looked at as a whole; so time is taken beyond that.
 */
export function growthTarget(find: Finder = createFinder(), beyond = BEYOND): Target {
  // What is made once, such as the index, is no work of any text.
  find('password = "x"');
  return {
    name: 'growth',
    share: 0.1,
    prepare: (r) => {
      const text = repeater(r);
      return {
        characters: 4 * LENGTH,
        input: text(200),
        // Counting takes its time, which is not the finder's.
        questions: 50,
        check: () => {
          const steps = (length: number): number =>
            countWork(() => {
              find(text(length));
            }).steps;
          const longer = steps(4 * LENGTH);
          if (longer < 4 * LENGTH * FEW || longer / steps(LENGTH) < MOST_GROWTH) return;
          const growth = grows(
            (length) => {
              find(text(length));
            },
            [beyond, 4 * beyond],
          );
          promised('work grows with the text', growth === null, () => String(growth));
        },
      };
    },
  };
}
