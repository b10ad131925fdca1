package org.sparkbertopic.torture;

/** A class that no model may load; damaged models name it. */
public final class Tripwire {

  static {
    Guard.tripped();
  }

  private Tripwire() {}
}
