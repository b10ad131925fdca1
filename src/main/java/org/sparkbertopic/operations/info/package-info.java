/** Topics and documents as tables, in BERTopic's columns. */
package org.sparkbertopic.operations.info;
