// DiwanLayout
