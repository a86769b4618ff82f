"""Facts: what is so, whoever asks. Frozen values, validated when built, that no rule has touched."""
