import { once } from 'node:events';
import { setImmediate as later } from 'node:timers';
import { join } from 'node:path';
import WebSocket from 'ws';
import { createApp } from '../../src/main/app/create-app.ts';
import type { Api } from '../../src/shared/api.ts';
import { createMemoryHost } from '../../test/support/memory-host.ts';
import type { Wires } from '../programs/wires.ts';
import { connectToCore, valueOf } from '../support/core-client.ts';
import { interleave, type Measure } from '../support/interleave.ts';
import { startCore, startProgram } from '../support/programs.ts';
import { comparison, ratio, table, type Compared, type Section } from '../support/report.ts';
import { writeSampleProject, type SampleProject } from '../support/sample-project.ts';
import { median, quantile } from '../support/statistics.ts';
import { EVENT, EVENTS } from '../support/stream-load.ts';

const SMALL = { rounds: 1500, warmUps: 300 };
const LARGE = { rounds: 50, warmUps: 10 };
const STREAM = { rounds: 10, warmUps: 2 };

/** Calls and streams over both kinds of wire, beside bare messages of the same sizes. */
export const ipc: Section = {
  name: 'ipc',
  title: 'IPC',
  run: async (folder) => {
    const project = await writeSampleProject(folder);
    const wires = await startProgram('bench/programs/wires.ts');
    const bare = await openBareSocket((wires.told() as Wires).bare);
    try {
      const overSocket = await callsOverSocket(folder, project, bare);
      const inMemory = await callsInMemory(folder, project);
      const streams = await streamsOverSocket(wires.url, bare);
      return [
        '**Browser mode’s wire**: the built core in a process of its own, a client in Node over the same WebSocket as ' +
          'the page’s. Beside it a bare `ws` server that answers with as many bytes and does nothing else: no JSON, ' +
          'no schemas, no file.',
        comparison('Bare `ws`', overSocket),
        '**In memory**, with structured clone at each hop: what the core adds where messages are not serialised by us. ' +
          'It stands for Electron’s IPC as far as the core goes; Electron itself was not run, and its own hop between ' +
          'processes comes on top. Beside it the bare hop there and back.',
        comparison('Bare hop', inMemory),
        `**A stream** of ${String(EVENTS)} events through schema, wire and acknowledgements. Beside it the same bytes ` +
          'sent over bare `ws` without waiting for anyone.',
        table(
          ['', 'Runs', 'Bare `ws`', 'CodeGrex', 'CodeGrex over bare (95 % interval)'],
          [
            [
              'Events per second, median (p5)',
              String(streams.ours.length),
              perSecond(streams.bare),
              perSecond(streams.ours),
              ratio(streams.ours, streams.bare),
            ],
          ],
        ),
      ];
    } finally {
      bare.close();
      await wires.stop();
    }
  },
};

async function callsOverSocket(folder: string, project: SampleProject, bare: BareSocket): Promise<Compared[]> {
  const core = await startCore({ data: join(folder, 'data-socket'), folder: project.root });
  const client = await connectToCore(core.url);
  try {
    return await compareCalls(client.api, project, async (question, answer) => {
      await bare.answerWith(answer);
      const message = 'x'.repeat(question);
      return () => bare.roundTrip(message);
    });
  } finally {
    client.close();
    await core.stop();
  }
}

async function callsInMemory(folder: string, project: SampleProject): Promise<Compared[]> {
  const host = createMemoryHost();
  const app = await createApp({
    host,
    dataFolder: join(folder, 'data-memory'),
    version: '0.0.0',
    organisationFile: join(folder, 'no-policy.json'),
    folders: [project.root],
    detected: [],
    log: () => undefined,
  });
  try {
    return await compareCalls(host.openWindow().api, project, (question, answer) => {
      const there = { t: 'call', id: 1, name: 'x', body: 'x'.repeat(question) };
      const back = { t: 'result', id: 1, body: 'x'.repeat(answer) };
      const hop = (message: object): Promise<unknown> =>
        new Promise((done) => {
          const copy = structuredClone(message);
          later(() => {
            done(copy);
          });
        });
      return Promise.resolve(async () => {
        const began = performance.now();
        await hop(there);
        await hop(back);
        return performance.now() - began;
      });
    });
  } finally {
    await app.close();
  }
}

/** @param directly makes a bare round trip for a question and an answer of so many characters */
async function compareCalls(
  api: Api,
  project: SampleProject,
  directly: (question: number, answer: number) => Promise<Measure>,
): Promise<Compared[]> {
  const rows: Compared[] = [];
  const calls = [
    { what: '`app.info`', sizes: SMALL, body: {}, call: () => valueOf(api['app.info']({}).result) },
    {
      what: '`files.read` of 1 MB, reading and hashing it included',
      sizes: LARGE,
      body: { path: project.large },
      call: () => valueOf(api['files.read']({ path: project.large }).result),
    },
  ];
  for (const { what, sizes, body, call } of calls) {
    const question = JSON.stringify({ t: 'call', id: 1, name: what, body }).length;
    const answer = JSON.stringify({ t: 'result', id: 1, body: await call() }).length;
    const { ours, direct } = await interleave(sizes.rounds, sizes.warmUps, {
      ours: async () => {
        const began = performance.now();
        await call();
        return performance.now() - began;
      },
      direct: await directly(question, answer),
    });
    rows.push({ what, ours, direct });
  }
  return rows;
}

/** @returns events per second */
async function streamsOverSocket(link: string, bare: BareSocket): Promise<{ ours: number[]; bare: number[] }> {
  const client = await connectToCore(link);
  const bytes = JSON.stringify({ t: 'event', id: 1, seq: EVENTS, body: EVENT }).length;
  const request = {
    conversationId: 'bench',
    messages: [{ role: 'user' as const, text: 'go' }],
    context: [],
    model: null,
  };
  try {
    return await interleave(STREAM.rounds, STREAM.warmUps, {
      ours: async () => {
        let seen = 0;
        const began = performance.now();
        await valueOf(client.api['chat.send'](request, () => void seen++).ended);
        if (seen !== EVENTS) throw new Error(`${String(seen)} events came.`);
        return (EVENTS / (performance.now() - began)) * 1000;
      },
      bare: async () => (EVENTS / (await bare.stream(bytes))) * 1000,
    });
  } finally {
    client.close();
  }
}

interface BareSocket {
  /** The size of each answer from now on. */
  answerWith(bytes: number): Promise<void>;
  /** ms */
  roundTrip(message: string): Promise<number>;
  /** The time that {@link EVENTS} messages of that size take, ms. */
  stream(bytes: number): Promise<number>;
  close(): void;
}

async function openBareSocket(url: string): Promise<BareSocket> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const roundTrip = async (message: string): Promise<number> => {
    const began = performance.now();
    const answered = once(socket, 'message');
    socket.send(message);
    await answered;
    return performance.now() - began;
  };
  return {
    answerWith: async (bytes) => {
      socket.send(`answer:${String(bytes)}`);
      await roundTrip('');
    },
    roundTrip,
    stream: (bytes) =>
      new Promise((done) => {
        let seen = 0;
        const began = performance.now();
        const count = (): void => {
          if (++seen < EVENTS) return;
          socket.off('message', count);
          done(performance.now() - began);
        };
        socket.on('message', count);
        socket.send(`stream:${String(bytes)}`);
      }),
    close: () => {
      socket.terminate();
    },
  };
}

function perSecond(samples: readonly number[]): string {
  const thousands = (value: number): string => `${(value / 1000).toFixed(0)} k`;
  return `${thousands(median(samples))} (${thousands(quantile(samples, 0.05))})`;
}
