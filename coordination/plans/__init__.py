"""Plans of households: coordinated, individual (§ 28) and follow-up, and who needs one."""
