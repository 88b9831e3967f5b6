"""What the commands of `yjt` do, one file a group; they may import every domain, nothing imports them."""
