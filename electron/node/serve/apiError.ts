import type Anthropic from '@anthropic-ai/sdk';
import { isAbort, TandemError } from '../../../shared/errors.ts';

type ApiErrorType = Anthropic.ErrorType | 'request_too_large';
/** The body of every answer that is an error, in the API's own shape. */
export interface ErrorBody { readonly type: 'error'; readonly error: { readonly type: ApiErrorType; readonly message: string }; readonly request_id: string }

/** A refusal that the client may read. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: ApiErrorType;
  constructor(status: number, type: ApiErrorType, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
  }
  body(requestId: string): ErrorBody {
    return { type: 'error', error: { type: this.type, message: this.message }, request_id: requestId };
  }
}

export const invalid = (message: string) => new ApiError(400, 'invalid_request_error', message);

/** Anything thrown, as what a client may know of it: sentences made for people, never a stack or a path. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TandemError) {
    if (error.kind === 'contextTooSmall' || error.kind === 'badInput') return invalid(error.message);
    if (error.kind === 'engineCrashed' || error.kind === 'engineFailed') return new ApiError(500, 'api_error', error.message);
  }
  if (isAbort(error)) return new ApiError(503, 'api_error', 'The server is closing.');
  return new ApiError(500, 'api_error', 'The server failed; its log has the details.');
}
