package org.sparkbertopic.assign.documents;

/**
 * The topic of a document.
 *
 * @param topic its id, -1 for outliers
 * @param probability from 0 to 1; null where the document has no usable vector
 */
public record TopicAssignment(int topic, Double probability) {}
