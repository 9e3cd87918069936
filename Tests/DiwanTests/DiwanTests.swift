// Diwan
