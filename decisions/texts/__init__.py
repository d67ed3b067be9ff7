"""Standard texts: who may write them, their editions, and what they are good for in grounds."""
