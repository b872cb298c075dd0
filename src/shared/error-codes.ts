import { msg } from './messages/t.ts';

/**
 * The closed set of failures that cross a boundary. Every code has one sentence that says what
 * happened and what to do; details never contain source, prompts, keys or originals.
 */

/** All error codes, each with its default message for the user. */
export const ERROR_MESSAGES = {
  'request-malformed': msg('The request was not understood. Reload the window; if it happens again, report it.'),
  'request-too-large': msg('The request is larger than allowed. Select less text or fewer files.'),
  'request-unknown': msg('This window asked for something that this version does not offer. Reload the window.'),
  'sender-refused': msg('A message from an unknown sender was refused.'),
  'too-many-requests': msg('Too many requests are open at once. Wait for some to finish.'),
  cancelled: msg('Cancelled.'),
  'connection-lost': msg('The connection to CodeGrex was lost. It reconnects by itself; unsaved text is kept.'),
  internal: msg('Something went wrong inside CodeGrex. Nothing was sent. Try again; if it repeats, report it.'),

  'no-workspace': msg('No folder is open. Open a folder first.'),
  'path-not-found': msg('The file or folder no longer exists.'),
  'path-outside-workspace': msg('This path is outside the open folder.'),
  'path-not-permitted': msg('The system does not let CodeGrex read or write here. Check the permissions.'),
  'folders-overlap': msg('One of these folders lies within another. Open the outer one alone, or leave it out.'),
  'not-a-folder': msg('This path is not a folder.'),
  'not-a-file': msg('This path is not a regular file.'),
  'path-exists': msg('There is a file or folder of this name already. Choose another name.'),
  'path-not-empty': msg('Something has been put into it since, so it was left as it is.'),
  'name-invalid': msg('A file or folder cannot have this name. Choose another.'),
  'move-into-itself': msg('A folder cannot be moved or copied into itself. Choose another place.'),
  'no-space': msg('The disk is full, so nothing was changed. Free some space and try again.'),
  'change-failed': msg('The system could not do this. Look at the file or folder there, and try again.'),
  'trash-unavailable': msg(
    'Nothing was deleted: there is no trash for this place. Delete it for good with Shift+Delete, or move it away.',
  ),
  'file-is-binary': msg('This file is binary and is not shown as text.'),
  'file-in-other-encoding': msg(
    'This file is in another encoding. Open it with that, or name it in .editorconfig or the settings.',
  ),
  'text-not-in-encoding': msg(
    'The text has signs that the file’s encoding does not have, so nothing was written. Save it with another encoding, such as UTF-8.',
  ),
  'file-not-an-image': msg('This is not a picture of a kind that is shown here.'),
  'image-too-large': msg('This picture is too large to show here. Up to 32 MB can be shown.'),
  'file-too-large': msg('This file is too large to edit here.'),
  'file-changed-on-disk': msg('The file changed on disk since it was opened. Compare, overwrite or reload.'),
  'disk-full': msg('The disk is full. Free some space and save again; your text is still here.'),
  'write-failed': msg('The file could not be written. Your text is still here; try saving elsewhere.'),
  'settings-unreadable': msg(
    'The settings file could not be read, so the strictest reading applies. Fix the file; it was not changed.',
  ),
  'setting-invalid': msg('This value is not allowed for this setting.'),
  'not-supported-by-host': msg('This is not available in this kind of window.'),

  'git-unavailable': msg('Git could not be asked: this is no repository with a commit, or git is not installed.'),
  'git-failed': msg('Git could not do this. What it said is shown with it.'),
  'git-changed-since': msg('What is staged of this file changed meanwhile, so it was left as it is. Look at it again.'),
  'git-local-changes': msg('This would overwrite changes that are not committed. Commit or stash them first.'),
  'git-not-merged': msg(
    'This branch has commits that are on no other branch. Merge it first, or delete it all the same.',
  ),
  'git-nothing-staged': msg('Nothing is staged, so there is nothing to commit.'),
  'git-message-missing': msg('A commit needs a message. Write one first.'),
  'git-identity-missing': msg('Git does not know who you are. Set user.name and user.email in git’s configuration.'),
  'git-name-invalid': msg('This name cannot be used, or is there already. Choose another.'),
  'git-address-invalid': msg(
    'This is no address of a repository. Give it as https://…, ssh://…, user@host:path, or a folder.',
  ),
  'git-conflicts': msg('Some files have conflicts. Resolve and stage them, then go on.'),
  'git-no-remote': msg('This branch has no place to fetch from or push to. Publish it, or add a remote.'),
  'git-remote-refused': msg(
    'The other side refused: it has commits that are not here, or you may not write there. Pull first.',
  ),
  'git-unreachable': msg('The other side could not be reached, or wants a login that git has not stored.'),

  'search-failed': msg('The files could not be searched.'),
  'search-pattern-invalid': msg('This regular expression cannot be used. Correct it, or turn regular expressions off.'),
  'search-glob-invalid': msg('One of the patterns of files to include or exclude cannot be used. Correct it.'),
  'file-changed-since-search': msg('The file changed since, so it was left as it is. Search again.'),
  'match-too-long': msg('A match is too long to be replaced here. Open the file and change it there.'),

  'terminal-failed': msg('The terminal could not be started.'),
  'terminal-no-shell': msg(
    'No shell was found on this machine. Install one, or choose another default profile in the settings.',
  ),
  'terminal-gone': msg('This terminal has ended. Start it again, or open another.'),
  'task-not-found': msg('This task is not there any more. Choose another.'),
  'task-not-usable': msg('This task cannot be run.'),
  'too-many-terminals': msg('There are too many terminals in this window. Close one first.'),
  'terminal-not-shared': msg(
    'What terminals print is not shared with models in this folder. Share a selection, or turn sharing on for the folder.',
  ),

  'format-failed': msg('The project’s formatter could not format this, so it was left as it is.'),
  'language-server-failed': msg('The language server could not answer. If it happens again, restart it.'),
  'language-edit-refused': msg('The language server asked for a change that is not made.'),
  'language-out-of-step': msg('The language server has another text than the editor. It is told anew.'),
  'folder-not-trusted': msg('This folder is not trusted yet, so nothing of it is run.'),
  'preview-declined': msg('You did not send it.'),

  'refused-by-mode': msg('The privacy mode of this workspace does not permit this destination.'),
  'refused-pull-offline': msg(
    'Offline permits no pull, not even by a server on this machine. Choose another mode and pull again, or add a GGUF file that is on this machine.',
  ),
  'refused-by-ignore': msg('A rule keeps this file from models.'),
  'refused-by-policy': msg('The policy of this workspace does not permit this.'),
  'mode-changed': msg('The privacy mode changed while this was running, so it was stopped.'),
  'destination-not-permitted': msg('The request tried to reach a place it was not cleared for, and was stopped.'),
  'address-not-permitted': msg('The server name resolves to an address that this mode does not permit.'),
  'redirect-refused': msg('The server redirected to another place, which CodeGrex does not follow. Check its address.'),
  'address-not-agreed': msg(
    'This address is none that the provider documents. Agree to it under Models before anything is sent there.',
  ),
  'proxy-unreachable': msg('The proxy cannot be reached. Check it under Settings, Network.'),
  'proxy-refused': msg('The proxy did not let the request through. Check it under Settings, Network.'),
  'certificates-unreadable': msg(
    'The file of certificates could not be read. Choose a PEM file under Settings, Network, or none.',
  ),
  'url-invalid': msg('This is not a usable server address. Give it as http://host:port or https://host.'),

  'no-model': msg('No model is available. Add one under Models.'),
  'model-not-found': msg('The server does not have this model. Choose another or pull it first.'),
  'model-not-suited': msg('This model cannot do that. Choose another.'),
  'model-file-invalid': msg('This file is not a GGUF model that can be loaded. Choose another.'),
  'model-load-failed': msg('The model could not be loaded. It may need more memory than is free.'),
  'model-crashed': msg('The model process stopped unexpectedly. It starts again with the next request.'),
  'completion-not-supported': msg('This model cannot fill in the middle. Choose another for completions.'),
  'context-too-long': msg('The text is longer than the model can take. Remove some context.'),
  'server-unreachable': msg('The model server cannot be reached. Check that it is running and the address is right.'),
  'server-timeout': msg('The model server stopped answering. Try again or check the server.'),
  'server-rejected': msg('The model server refused the request. Check its log, or choose another model.'),
  'server-unauthorised': msg('The model server wants a valid key. Set or check it under Models.'),
  'server-no-credit': msg('The account at the provider has no credit left. Top it up there, or choose another model.'),
  'no-permission': msg('This key is not permitted to do that. Permit it with the provider, or use another key.'),
  'region-refused': msg(
    'The provider does not serve this key from here: it refuses the country, or the key belongs to another regional address. Use that address, or another provider.',
  ),
  'server-resting': msg('The model server failed repeatedly, so it is left alone for a moment. Try again shortly.'),
  'budget-spent': msg(
    'The budget of the day is spent, so no cloud is asked until tomorrow. Raise it under Models, or use a local model.',
  ),
  'content-refused': msg(
    'The provider’s content filter refused this question. Put it in other words, or leave some context out.',
  ),
  'server-rate-limited': msg('The model server is busy. Try again in a moment.'),
  'server-failed': msg('The model server had an internal error. Check its log and try again.'),
  'server-garbled': msg('The model server answered something that is not its protocol. Check the address and type.'),
  'stream-broken': msg('The connection dropped while the answer was arriving. What arrived is kept.'),

  'server-not-found': msg('This server is not among yours any more, or has another address now. Look at it again.'),
  'key-malformed': msg(
    'This is not a key: one is a single word of eight or more letters, digits and signs. Copy it again.',
  ),
  'key-needs-https': msg(
    'A key is sent by https, or to this machine, only. Change the server’s address to https, or remove its key.',
  ),
  'key-missing': msg('The keychain does not hold the key of this server any more. Paste it again under Models.'),
  'keychain-locked': msg('The system’s keychain is locked, so a stored key cannot be read. Unlock it and try again.'),
  'keychain-unavailable': msg(
    'The system’s keychain cannot be asked, so a stored key cannot be read. Start it and try again, or remove the key.',
  ),

  'model-name-invalid': msg('No model was pulled: this is not a name of one. Write it like qwen2.5-coder:7b.'),
  'model-not-in-registry': msg(
    'The registry does not have this model, or does not give it to everybody. Check its name and tag at ollama.com/library.',
  ),
  'model-gone': msg('The server does not have this model any more.'),
  'registry-unreachable': msg(
    'The model server could not reach its registry. Check the network of the machine it runs on, and pull again: it goes on where it stopped.',
  ),
  'server-disk-full': msg(
    'The disk of the model server is full. Free some space there or delete a model, and pull again: it goes on where it stopped.',
  ),
  'server-too-old': msg('This model needs a newer version of the model server. Update the server, and pull again.'),
  'pull-broken': msg(
    'The model server went away during the pull. Start it and pull again: it goes on where it stopped.',
  ),

  'backup-inside-workspace': msg(
    'Unsaved text is not kept against a crash in this folder, as CodeGrex’s own data lies within it. Save often.',
  ),
  'conversation-not-found': msg('This conversation is not kept any more.'),
  'history-inside-workspace': msg(
    'The folder of CodeGrex’s own data lies within this workspace, so conversations are not kept on disk here.',
  ),
} as const;

/** Any failure that can cross a boundary. */
export type ErrorCode = keyof typeof ERROR_MESSAGES;

/** All codes, for schemas and for the exhaustiveness tests. */
export const ERROR_CODES = Object.keys(ERROR_MESSAGES) as [ErrorCode, ...ErrorCode[]];

/** A failure as it crosses a boundary: plain data, no stack, no cause. */
export interface Failure {
  readonly code: ErrorCode;
  /** What happened and what to do, for the user. */
  readonly message: string;
}
