"""From an input to what follows from it: plan, proof, other answers, other weights, repairs, fund plan."""
