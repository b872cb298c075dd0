import { describeJourney } from './support/journey.ts';
import { startApp } from './support/start-app.ts';

/** The first day with each of the three ways to have a model, in whichever host there is. */
for (const answers of ['embedded', 'ollama', 'openai-compatible'] as const) {
  describeJourney(`the first day, answered by ${answers}`, {
    answers,
    mode: 'Normal',
    start: (browser, data) => startApp(browser, { data }),
  });
}
