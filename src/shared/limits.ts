/** Size limits, in one place so that both sides of a boundary agree. Bytes unless named otherwise. */
export const LIMITS = {
  /** A whole message between renderer and core, serialised. */
  messageBytes: 96 * 1024 * 1024,
  /** Calls and streams open at once per window. */
  openRequests: 256,
  /** Stream events sent ahead of the receiver's acknowledgement. */
  streamWindow: 64,
  /** Largest file opened as text; larger ones are refused with a clear message. */
  textFileBytes: 64 * 1024 * 1024,
  /** Characters and lines above which a text is edited without highlighting, completions and a minimap. */
  largeTextChars: 4_000_000,
  largeTextLines: 100_000,
  /** Largest picture that is shown. */
  imageFileBytes: 32 * 1024 * 1024,
  /** Characters of one chat message. */
  chatMessageChars: 1_000_000,
  /** Characters before and after the cursor sent for a completion request from the editor. */
  completionContextChars: 16_000,
  /** Characters of an imported colour theme with what it includes. */
  colorThemeChars: 1_900_000,
  /** Characters of the user's settings as a file. */
  settingsChars: 1_000_000,
  /** Of VS Code's that are taken over at once. */
  vsCodeFiles: 100,
  /** Characters of a text whose redaction is tried out. */
  redactionTrialChars: 200_000,
  /** Characters of a rule that is checked; one that is too long is told so in words. */
  redactionRuleChars: 20_000,
  /** A provider's key, in characters; the longest in use are tokens of some thousand. */
  keyChars: 4096,
  /** Characters of one snippet that goes along with a completion request. */
  completionSnippetChars: 4000,
  /** Characters from the begin of a file, where its imports are. */
  completionHeadChars: 16_000,
  /** Lines of one edit, or of one part of a file, when the next edit is asked for. */
  nextEditLines: 200,
  /** Characters of a text that is read for what it declares; larger files are generated, and nobody's interface. */
  codeSymbolsChars: 300_000,
  /** Latest entries of the record that are at hand; older ones are on the disk alone. */
  ledgerEntries: 5000,
  /** Entries of the record that are told at once. */
  ledgerBatch: 200,
  /** A path, in characters. */
  pathChars: 4096,
  /** Folders that are open in one window. */
  windowFolders: 20,
  /** Entries of one folder sent to the renderer, and as many of them in one message: a page draws nothing meanwhile. */
  folderEntries: 200_000,
  folderEntriesAtOnce: 2000,
  /** Files listed for quick open. */
  quickOpenFiles: 200_000,
  /** Characters of what is searched for. */
  searchQueryChars: 10_000,
  /** Globs that include, and as many that exclude; and characters of each. */
  searchGlobs: 100,
  searchGlobChars: 1000,
  /** Matches of one search. */
  searchResults: 10_000,
  /** Output of the program that searches. */
  searchOutputBytes: 256 * 1024 * 1024,
  /** A line of that output, which holds a line of a file; longer ones are skipped. */
  searchLineBytes: 4 * 1024 * 1024,
  /** Characters of a match; of a longer one the begin is shown, and it cannot be replaced. */
  matchChars: 4000,
  /** Characters that a match is replaced by. */
  replacementChars: 200_000,
  /** Changes made to one file at once. */
  editsPerFile: 10_000,
  /** What a language server says in one place, in characters: documentation, a text to insert. */
  languageTextChars: 100_000,
  languageNameChars: 2000,
  /** Files that one answer of a language server changes. */
  languageFiles: 2000,
  languageSuggestions: 3000,
  languageLocations: 10_000,
  /** Five for each token. */
  languageTokenNumbers: 2_000_000,
  /** Problems of one file that are shown. */
  problemsPerFile: 1000,
  /** Characters of a file that language servers are given; larger files are data. */
  languageFileChars: 1_900_000,
  /** Terminals of one window, and the size of their screens. */
  terminals: 50,
  terminalColumns: 2000,
  terminalRows: 1000,
  /** Characters typed or pasted into a terminal at once. */
  terminalInputChars: 1_000_000,
  /** Characters of a terminal's output that are kept for models, where the user wants that. */
  terminalCaptureChars: 20_000,
  /** Tasks of a folder; characters of their names, of the file they are in, and of a pattern that finds problems. */
  tasks: 500,
  taskNameChars: 500,
  taskFileChars: 1_000_000,
  taskPatternChars: 2000,
  /** Problems of one task. */
  taskProblems: 5000,
  /** Names of files in one line of a terminal that are looked for. */
  terminalLinks: 50,
  /** Changed files that are listed. */
  gitChanges: 10_000,
  /** Characters of a branch's name, of a commit's message. */
  gitNameChars: 1000,
  gitMessageChars: 100_000,
  /** A file's text in another version; larger ones are not compared. And characters of one to be staged. */
  gitTextBytes: 1_900_000,
  gitTextChars: 1_900_000,
  /** Commits, branches and stashes of one answer. */
  gitCommits: 500,
  gitBranches: 5000,
  gitStashes: 1000,
} as const;
