/** How the console is bundled: relative to this folder, for browsers of the last two years, nothing from elsewhere. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', reportCompressedSize: false },
  server: { proxy: { '/v1': 'http://127.0.0.1:4600', '/health': 'http://127.0.0.1:4600' } },
});
