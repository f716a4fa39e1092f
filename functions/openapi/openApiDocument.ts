/** The API described in OpenAPI 3.1. */
export function openApiDocument(): object {
  return { openapi: '3.1.0' };
}
