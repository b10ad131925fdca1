/** A topic's terms and documents to better words or a label. Depends on contracts only. */
package org.sparkbertopic.representation;
