import type { LiteralDetector } from '../detector.ts';
import type { Example, Span } from '../detector-notes.ts';
import { quotedSpan } from '../setting-spans.ts';
import { isCommonPassword, isJumbled, isReference, isStandIn } from '../value-shape.ts';

/** A call that takes a secret at a place, and has no name beside it. */
interface CallRow {
  readonly id: string;
  /** As it is written, with the bracket, in small letters. */
  readonly calls: readonly string[];
  /** Which argument; from 0, or from the end if negative. */
  readonly argument: number;
  /** How many arguments there are at least, and at most. */
  readonly count: readonly [least: number, most: number];
  /** Whether a machine made it: then it has eight characters and more, and not letters alone. */
  readonly machine?: boolean;
  readonly source: string;
  readonly examples: () => readonly Example[];
  readonly not: () => readonly string[];
}

const MAX_CALL = 600;

const ROWS: readonly CallRow[] = [
  {
    id: 'credential-pair',
    calls: [
      'networkcredential(',
      'httpbasicauth(',
      'httpdigestauth(',
      'basicauth(',
      'basic_auth(',
      'setbasicauth(',
      'credentials.basic(',
      'passwordauthentication(',
      'usernamepasswordcredentials(',
      'usernamepasswordauthenticationtoken(',
      'plainauth(',
      'auth=(',
      'auth = (',
      'db.auth(',
      'wifi.begin(',
      '.login(',
      '.authenticate(',
      'logininfo(',
      'setcredentials(',
      'withcredentials(',
      'addcredentials(',
      'setauth(',
      'set_auth(',
      'connectasync(',
    ],
    argument: 1,
    count: [2, 4],
    source:
      'noseyparker np.generic.7; documentation of requests, OkHttp, net/http, smtplib, JavaMail, Apache HttpClient',
    examples: () => [
      ['new NetworkCredential("bob@corp.test", "vz1' + 'hlaq!");', 'vz1' + 'hlaq!'],
      ['requests.get(u, auth=("bob", "Qk4' + 'mm2xx"))', 'Qk4' + 'mm2xx'],
      ['req.SetBasicAuth("bob", "Zr7' + 'wq-11")', 'Zr7' + 'wq-11'],
      ['server.login("bob@corp.test", "mail' + 'Pw77")', 'mail' + 'Pw77'],
    ],
    not: () => [
      'new NetworkCredential(user, password);',
      'await page.login("bob", "password");',
      'requests.get(u, auth=(user, "$PASSWORD"))',
      'app.login("button", options)',
    ],
  },
  {
    id: 'connect-call',
    calls: [
      'mysqli_connect(',
      'mysql_connect(',
      'mysql_pconnect(',
      'new mysqli(',
      'new pdo(',
      'getconnection(',
      'new sequelize(',
      'dbi->connect(',
      'directoryentry(',
      'ftp_login(',
      'imap_open(',
      'oci_connect(',
      'pymysql.connect(',
      'mysqldb.connect(',
      'cx_oracle.connect(',
      'oracledb.connect(',
    ],
    argument: 2,
    count: [3, 8],
    source: 'noseyparker np.generic.8; manuals of PHP, JDBC, Sequelize, DBI, MySQLdb',
    examples: () => [
      ['mysqli_connect("localhost", "root", "S7' + 'ttp!q", "shop");', 'S7' + 'ttp!q'],
      ['DriverManager.getConnection("jdbc:mysql://h/x", "app", "kk' + '91Lmm");', 'kk' + '91Lmm'],
      ['new DirectoryEntry("LDAP://corp", "corp\\\\bob", "Rr' + 'hh1234");', 'Rr' + 'hh1234'],
    ],
    not: () => [
      'mysqli_connect($host, $user, $password);',
      'DriverManager.getConnection(url, user, "password");',
      'pool.getConnection("MASTER", "slave1", callback)',
    ],
  },
  {
    id: 'signing-call',
    calls: ['jwt.sign(', 'jwt.verify(', 'jwt.encode(', 'jwt.decode(', 'createhmac(', 'cookieparser.signedcookie('],
    argument: 1,
    count: [2, 4],
    machine: true,
    source: 'documentation of jsonwebtoken, PyJWT, node:crypto',
    examples: () => [
      ["jwt.sign({ id }, 'k8Zq" + "m2Lp0Wx', { expiresIn: '1h' })", 'k8Zq' + 'm2Lp0Wx'],
      ["crypto.createHmac('sha256', 'Wq81' + 'kkdLw2')".replace("' + '", ''), 'Wq81' + 'kkdLw2'],
    ],
    not: () => ["createHmac('sha256', secret)", "jwt.verify(token, 'RS256_public_key')", "jwt.decode(token, 'utf8')"],
  },
  {
    id: 'keyed-call',
    calls: [
      'hmac.new(',
      'hash_hmac(',
      'cookieparser(',
      'new hmacsha256(',
      'new fernet(',
      'fernet(',
      'secretkeyspec(',
      'hmac::new(',
    ],
    argument: 0,
    count: [1, 4],
    machine: true,
    source: 'documentation of hmac (Python), cookie-parser, cryptography.fernet, javax.crypto',
    examples: () => [['hmac.new(b"kD82' + 'mmq0Lz", msg, hashlib.sha256)', 'kD82' + 'mmq0Lz']],
    not: () => ["hash_hmac('sha256', $data, $key)", 'hmac.new(key, msg)', 'fernet(key)'],
  },
  {
    id: 'aws-credentials-call',
    calls: [
      'awscredentials(',
      'awsbasiccredentials.create(',
      'staticcredentials(',
      'newstaticcredentials(',
      'newstaticcredentialsprovider(',
      'aws::credentials.new(',
      'staticcredentialsprovider(',
    ],
    argument: 1,
    count: [2, 3],
    machine: true,
    source: 'docs.aws.amazon.com: credentials in the SDKs for Java, Go and Ruby',
    examples: () => [
      [
        'new BasicAWSCredentials("AKIAQ2W3E4R5T6Y7U2I3", "k1l2' + 'M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6A7b8C9d0");',
        'k1l2' + 'M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6A7b8C9d0',
      ],
    ],
    not: () => ['new BasicAWSCredentials(accessKey, secretKey)'],
  },
  {
    id: 'secure-string-call',
    calls: ['convertto-securestring '],
    argument: 0,
    count: [1, 1],
    source: 'learn.microsoft.com: ConvertTo-SecureString',
    examples: () => [
      ['ConvertTo-SecureString "Qz!' + '81mmkq" -AsPlainText -Force', 'Qz!' + '81mmkq'],
      ["ConvertTo-SecureString -String 'Qz!" + "81mmkq' -AsPlainText", 'Qz!' + '81mmkq'],
    ],
    not: () => ['ConvertTo-SecureString $plain -AsPlainText', 'ConvertTo-SecureString "$env:PW" -Force'],
  },
];

/** Secrets that stand in a call by their place only. */
export const CALLS: readonly LiteralDetector[] = ROWS.map((row) => ({
  id: row.id,
  label: row.machine === true ? 'SECRET' : 'PASSWORD',
  kind: 'secret' as const,
  source: row.source,
  literals: row.calls,
  locate: (text, _start, end) => {
    const given = row.calls[0]?.endsWith('(') === true ? argumentsAt(text, end) : wordAt(text, end);
    if (given === null || given.length < row.count[0] || given.length > row.count[1]) return null;
    const span = given.at(row.argument);
    if (span === undefined || span === null) return null;
    return isSecret(text.slice(span.start, span.end), row.machine === true) ? span : null;
  },
  examples: row.examples,
  counterexamples: row.not,
}));

/** The arguments of a call, up to the closing bracket: literals as spans, all else as `null`. */
function argumentsAt(text: string, start: number): readonly (Span | null)[] | null {
  const found: (Span | null)[] = [];
  let literal: Span | null = null;
  let plain = true;
  let depth = 0;
  let wrapped = 0;
  for (let at = start; at < text.length && at - start < MAX_CALL; at++) {
    const c = text.charAt(at);
    if (c === '"' || c === "'" || c === '`') {
      const span = quotedSpan(text, at + 1, c);
      if (span === null) return null;
      if (depth === 0) {
        plain =
          literal === null && /^(?:[rbuf@$]|Some\(|to_vec\()?\s*$|^\s*[rbuf@$]?$/.test(lastArgument(text, start, at));
        literal = span;
      }
      at = span.end;
    } else if (c === '(' && text.startsWith('Some', at - 4)) wrapped++;
    else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') {
      if (wrapped > 0 && depth === 0) wrapped--;
      else if (depth === 0) return [...found, plain ? literal : null];
      else depth--;
    } else if (c === ',' && depth === 0) {
      found.push(plain ? literal : null);
      literal = null;
      plain = true;
    } else if (depth === 0 && literal !== null && !/[\s.]/.test(c) && !/[A-Za-z_]/.test(c)) plain = false;
  }
  return null;
}

/** What stands of an argument before a place. */
function lastArgument(text: string, start: number, at: number): string {
  const lead = text.slice(Math.max(start, at - 60), at);
  return lead.slice(lead.lastIndexOf(',') + 1).trimStart();
}

/** The quoted word behind a command's name, with an option's name before it perhaps. */
function wordAt(text: string, start: number): readonly Span[] | null {
  const match = /^(?:-String )?["']/i.exec(text.slice(start, start + 12));
  if (match === null) return null;
  const span = quotedSpan(text, start + match[0].length, match[0].slice(-1));
  return span === null ? null : [span];
}

function isSecret(value: string, machine: boolean): boolean {
  if (value.length < 4 || value.length > 200 || isStandIn(value) || isReference(value)) return false;
  if (
    /\s/.test(value) ||
    (/^[A-Z][A-Z0-9_]*$/.test(value) && !/\d[A-Z]+\d/.test(value)) ||
    /^(?:sha|md)-?\d+$|^(?:utf-?8|ascii|base64|hex|latin1)$/i.test(value)
  )
    return false;
  if (machine)
    return (
      value.length >= 8 &&
      /[A-Za-z]/.test(value) &&
      (/\d/.test(value) || isJumbled(value)) &&
      !/^[A-Z]+\d+_/.test(value)
    );
  return (
    /\d/.test(value) ||
    /[^A-Za-z0-9_.-]/.test(value) ||
    isJumbled(value) ||
    isCommonPassword(value) ||
    // Words as people join them for a passphrase.
    /^[a-z]{3,12}(?:-[a-z]{3,12}){2,5}$/.test(value)
  );
}
