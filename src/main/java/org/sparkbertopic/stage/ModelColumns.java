package org.sparkbertopic.stage;

/** Names of a user's columns that hold a model's documents and their assignments. */
public record ModelColumns(String id, String text, String topic, String probability) {}
