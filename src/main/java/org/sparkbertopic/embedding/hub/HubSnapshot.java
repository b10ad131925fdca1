package org.sparkbertopic.embedding.hub;

import java.nio.file.Path;

/**
 * A model in the cache, with all requested files.
 *
 * @param name with the commit as its revision, which always gives the same files
 * @param folder the snapshot's folder
 * @param weights the file of weights, relative to the folder
 */
public record HubSnapshot(HubName name, Path folder, String weights) {}
