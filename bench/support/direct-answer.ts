/** What reading a model server's answer directly took, ms. */
export interface DirectAnswer {
  readonly firstWord: number;
  readonly all: number;
}

/** Ask a model server without CodeGrex, and read its answer to the end as any client would. */
export async function answerDirectly(url: string, init: RequestInit): Promise<DirectAnswer> {
  const began = performance.now();
  const response = await fetch(url, init);
  if (!response.ok || response.body === null) throw new Error(`The server answered ${String(response.status)}.`);
  let firstWord: number | null = null;
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (textOf(line) !== '') firstWord ??= performance.now() - began;
  }
  if (firstWord === null) throw new Error('The server answered without a word.');
  return { firstWord, all: performance.now() - began };
}

interface Part {
  readonly message?: { readonly content: string };
  readonly response?: string;
  readonly choices?: readonly { readonly delta?: { readonly content?: string }; readonly text?: string }[];
}

/** The text of one line, in either of Ollama's formats or of OpenAI's. */
function textOf(line: string): string {
  const json = line.replace(/^data: /, '').trim();
  if (json === '' || json === '[DONE]') return '';
  const { message, response, choices } = JSON.parse(json) as Part;
  return message?.content ?? response ?? choices?.[0]?.delta?.content ?? choices?.[0]?.text ?? '';
}
