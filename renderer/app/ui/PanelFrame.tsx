import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';
import styles from './PanelFrame.module.css';

interface Properties {
  readonly title: string;
  readonly children: ReactNode;
}

/** Holds a panel. A defect in one panel leaves the others at work and can be tried again. */
export class PanelFrame extends Component<Properties, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { title, children } = this.props;
    const { error } = this.state;
    return (
      <div className={styles.panel}>
        {error ? (
          <EmptyState
            title={`${title} ran into a defect`}
            text={`${error.message}. The project is safe: nothing in this panel holds work of its own.`}
            action={{ label: 'Show It Again', run: () => this.setState({ error: null }) }}
          />
        ) : (
          children
        )}
      </div>
    );
  }
}
