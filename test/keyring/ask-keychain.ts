import { createKeychain, type Keychain } from '../../src/main/secrets/keychain.ts';
import { toFailure } from '../../src/shared/app-error.ts';

/** Asks the keychain what the command line says, as `[["set","account","secret"],…]`, and prints the answers. */
type Question = ['get' | 'delete', string] | ['set', string, string];

async function ask(keychain: Keychain, [what, account, secret = '']: Question): Promise<unknown> {
  try {
    if (what === 'set') await keychain.set(account, secret);
    else return (await keychain[what](account)) ?? null;
    return null;
  } catch (error) {
    return toFailure(error).code;
  }
}

const keychain = createKeychain();
const answers: unknown[] = [];
for (const question of JSON.parse(process.argv[2] ?? '[]') as Question[]) answers.push(await ask(keychain, question));
process.stdout.write(`${JSON.stringify(answers)}\n`);
