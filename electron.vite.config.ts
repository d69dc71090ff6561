import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: { cli: 'main/hosts/cli/main.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
});
