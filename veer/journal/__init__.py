"""The journal: every act and every reading, chained so that nothing can vanish unseen."""
