"""The folder of incidents: its catalogue, its playbooks and the half-typed lines."""
