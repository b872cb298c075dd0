import { tryPattern, type LiteralDetector } from '../detector.ts';
import type { Example } from '../detector-notes.ts';
import { isReference, isStandIn } from '../value-shape.ts';

/** A command that takes a password by an option, or in its place. */
interface CommandRow {
  readonly id: string;
  readonly literals: readonly string[];
  /** Source of a pattern that begins with a literal and ends before the password. */
  readonly before: string;
  /** What the password may consist of, in place of the usual. */
  readonly value?: string;
  readonly source: string;
  readonly examples: () => readonly Example[];
  readonly not: () => readonly string[];
}

/** Further words of the command. */
const WORDS = '(?: [^\\n|;&]{0,200}?)?';
const WORD = '[^\\s"\'$<{|;&)]{4,200}';

const ROWS: readonly CommandRow[] = [
  {
    id: 'command-password',
    literals: [
      'sshpass -p',
      'mysql ',
      'mysqldump ',
      'mysqladmin ',
      'mariadb ',
      'redis-cli ',
      'docker login ',
      'podman login ',
      'sqlcmd ',
      'bcp ',
      'ldapsearch ',
      'ldapmodify ',
      'ldapadd ',
      'mongo ',
      'mongosh ',
      'mongodump ',
      'mongorestore ',
      'mongoimport ',
      'cqlsh ',
      'psexec',
      'az login ',
      'zip ',
      'unzip ',
      '7z ',
      '7za ',
      'x11vnc ',
      'xfreerdp ',
      'cmdkey ',
      'oc login ',
      'cf login ',
    ],
    before: [
      'sshpass -p ?["\']?',
      `(?:mysql|mysqldump|mysqladmin|mariadb)${WORDS} -p["']?(?=\\S)`,
      `redis-cli${WORDS} -a ["']?`,
      `(?:docker|podman|oc|cf) login${WORDS} -p ["']?`,
      `(?:sqlcmd|bcp)${WORDS} -P ?["']?`,
      `ldap(?:search|modify|add)${WORDS} -w ["']?`,
      `(?:mongo|mongosh|mongodump|mongorestore|mongoimport|cqlsh)${WORDS} -p ["']?`,
      `psexec(?:\\.exe|64)?${WORDS} -p ["']?`,
      `az login${WORDS} -p ["']?`,
      `(?:un)?zip${WORDS} -P ["']?`,
      `7za? ${WORDS.replace('(?: ', '(?:')} -p["']?(?=\\S)`,
      `x11vnc${WORDS} -passwd ["']?`,
      `xfreerdp${WORDS} /p:["']?`,
      `cmdkey${WORDS} /pass:["']?`,
    ].join('|'),
    source:
      'manual pages of mysql, sshpass, redis-cli, docker login, 7z, zip, mongosh, cqlsh, bcp, x11vnc; noseyparker np.psexec.1',
    examples: () => [
      ['mysql -u root -pR00t' + 'Pw9 shop', 'R00t' + 'Pw9'],
      ['sshpass -p "Wq8' + '!zz1" ssh a@b', 'Wq8' + '!zz1'],
      ['PsExec.exe \\\\10.0.0.7 -u Administrator -p dev_' + 'adm1n cmd', 'dev_' + 'adm1n'],
      ['mongo -u admin -p Kd8' + 'mmw2 --authenticationDatabase admin', 'Kd8' + 'mmw2'],
    ],
    not: () => ['mysql -u root -p shop', 'docker login -u me -p $TOKEN', 'zip -r archive.zip src', 'mongo dist -p'],
  },
  {
    id: 'command-account',
    literals: [
      'net use ',
      'net user ',
      'smbclient ',
      'lftp ',
      'curl -u',
      ' --passin ',
      ' -passin ',
      ' -passout ',
      'openssl enc ',
    ],
    before: [
      'net use(?: [A-Za-z]:)? \\\\\\\\\\S{1,80} ["\']?(?![/-])',
      'net user \\S{1,40} ["\']?(?![/-])',
      `smbclient${WORDS} -U ["']?[\\w.\\\\/-]{1,60}%`,
      'lftp -u ["\']?[\\w.@-]{1,60},',
      'curl -u["\']?[\\w.@-]{1,60}:',
      ' ?-{1,2}pass(?:in|out) ["\']?pass:',
      `openssl enc${WORDS} -k ["']?`,
    ].join('|'),
    source: 'manual pages of smbclient, lftp, curl, openssl-passphrase-options; learn.microsoft.com: net use, net user',
    examples: () => [
      ['net use z: \\\\srv\\share Kq8' + 'ww!1 /user:corp\\bob', 'Kq8' + 'ww!1'],
      ['smbclient //srv/x -U bob%zz7' + 'Lq-1', 'zz7' + 'Lq-1'],
      ['openssl rsa -in k.pem -passin pass:Gh5' + 'mm2w', 'Gh5' + 'mm2w'],
    ],
    not: () => [
      'net use z: \\\\srv\\share /delete',
      'net user bob /add',
      'openssl rsa -passin pass:$PW',
      'curl -u bob: https://x.test',
    ],
  },
  {
    id: 'piped-password',
    literals: ['| chpasswd', '| passwd --stdin', '| sudo -s', '|sudo -s', '| chpasswd -e', 'assword:'],
    before: '\\0',
    source: 'manual pages of chpasswd, passwd, sudo, expect',
    examples: () => [
      ['echo "root:Kq9' + 'w!2mm" | chpasswd', 'Kq9' + 'w!2mm'],
      ["echo 'Kq9" + "w!2mm' | sudo -S apt update", 'Kq9' + 'w!2mm'],
      ['expect "assword:"\nsend "Kq9' + 'w!2mm\\r"', 'Kq9' + 'w!2mm'],
    ],
    not: () => ['echo "$USER:$PASS" | chpasswd', 'cat list | chpasswd', 'echo "Password:"'],
  },
  {
    id: 'configured-secret',
    literals: [
      'requirepass ',
      'masterauth ',
      'password 7 ',
      'password 0 ',
      'secret 0 ',
      'secret 7 ',
      'snmp-server community ',
      'input password ',
    ],
    before:
      '(?<=(?:^|\\n)[ \\t]{0,20})(?:requirepass|masterauth) ["\']?|(?:password|secret) [07] |snmp-server community |Input Password {2,}\\S{1,80} {2,}',
    source: 'redis.conf; Cisco IOS command reference; Robot Framework: SeleniumLibrary',
    examples: () => [
      ['requirepass fo0' + 'b4rred\n', 'fo0' + 'b4rred'],
      ['username bob password 7 0822455D0A16' + '\n', '0822455D0A16'],
    ],
    not: () => ['# requirepass <password>', 'requirepass $REDIS_PASSWORD', 'the requirepass directive'],
  },
  {
    id: 'login-pair',
    literals: [
      'creds:',
      'creds: ',
      'credentials: ',
      'user/pass',
      'user/pw',
      'id/pw',
      'id/pass',
      'login/pass',
      'login: ',
      'username/password',
      'user/password',
      'id/password',
    ],
    before:
      '(?:cred(?:ential)?s|login|(?:user(?:name)?|id|login) ?/ ?(?:pass(?:word|wd)?|pwd?|pw))\\)?["\'`]? ?[:=-] ?["\'`]?[\\w.@-]{2,40} ?/ ?',
    value: '[^\\s"\'`$<{|;&)/]{5,64}(?![\\w/])',
    source: 'CredSweeper: rules for documents, ID_PASSWD_PAIR',
    examples: () => [
      ['creds: admin / Zt5' + '!kkq1', 'Zt5' + '!kkq1'],
      ['id/pw: master/Ihq' + 'Sb1Gg', 'Ihq' + 'Sb1Gg'],
    ],
    not: () => ['login: user/password', 'login: https://a.test/b1c2', 'credentials: config/path1.json'],
  },
];

const PIPED: readonly RegExp[] = [
  /echo (?:-n )?["']?(?:[\w.-]{1,40}:)?(?<value>[^\s"'`$|:]{4,100})["']? {0,2}$/,
  /^assword:[^\n]{0,10}\n[^\n]{0,20}?send(?:_user)?(?: --)? ["'](?<value>[^"'\\$\n]{4,100})/,
];

/** Passwords on the command line. */
export const COMMANDS: readonly LiteralDetector[] = ROWS.map((row) => {
  const good = (value: string): boolean =>
    !isStandIn(value) &&
    !isReference(value) &&
    !/^[-/]/.test(value) &&
    (row.id !== 'login-pair' || (/\d/.test(value) && /[A-Za-z]/.test(value) && !/\.\w{2,4}$/.test(value)));
  const locate = tryPattern(new RegExp(`(?:${row.before})(?<value>${row.value ?? WORD})`, 'iy'), good);
  return {
    id: row.id,
    label: 'PASSWORD',
    kind: 'secret',
    source: row.source,
    literals: row.literals,
    locate: row.id === 'piped-password' ? (text, start) => pipedAt(text, start, good) : locate,
    examples: row.examples,
    counterexamples: row.not,
  };
});

/** What is echoed into the command at a place, or sent where it asks. */
function pipedAt(text: string, at: number, good: (value: string) => boolean): { start: number; end: number } | null {
  const lead = text.slice(Math.max(0, at - 160), at);
  const echoed = PIPED[0]?.exec(lead);
  if (echoed?.groups?.['value'] !== undefined && text.charAt(at) === '|') {
    const value = echoed.groups['value'];
    const start = at - lead.length + echoed.index + echoed[0].lastIndexOf(value);
    return good(value) ? { start, end: start + value.length } : null;
  }
  const sent = PIPED[1]?.exec(text.slice(at, at + 160));
  const value = sent?.groups?.['value'];
  if (sent === null || sent === undefined || value === undefined || !good(value)) return null;
  const start = at + sent[0].length - value.length;
  return { start, end: start + value.length };
}
