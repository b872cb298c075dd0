import type { ServerConfig } from '../../shared/schemas/settings.ts';

/** Where local model servers listen unless told otherwise. */
export const DETECTED_SERVERS: readonly ServerConfig[] = [
  { id: 'ollama', kind: 'ollama', label: 'Ollama', baseUrl: 'http://localhost:11434' },
  { id: 'lm-studio', kind: 'openai-compatible', label: 'LM Studio', baseUrl: 'http://localhost:1234' },
  { id: 'llama-cpp', kind: 'openai-compatible', label: 'llama.cpp', baseUrl: 'http://localhost:8080' },
  { id: 'vllm', kind: 'openai-compatible', label: 'vLLM', baseUrl: 'http://localhost:8000' },
];
