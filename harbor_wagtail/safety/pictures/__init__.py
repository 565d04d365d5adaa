"""What a camera wrote into a picture besides the picture: where it was taken, when, with what, and a small copy of it."""
