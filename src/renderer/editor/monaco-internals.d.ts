/**
 * What we use of Monaco besides its public interface, which has no way to ask for a file's symbols. A file of
 * declarations alone, so that nothing else of it can be reached by accident.
 */
declare module 'monaco-editor/editor/standalone/browser/standaloneServices.js' {
  export const StandaloneServices: { get(service: unknown): unknown };
}
declare module 'monaco-editor/editor/common/services/languageFeatures.js' {
  export const ILanguageFeaturesService: unknown;
}
