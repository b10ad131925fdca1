/**
 * The stages of a fit: check the input, embed, lay out, assign, represent. Each class reads one
 * table and gives one table or value. Start with {@link org.sparkbertopic.stage.Intake}, {@link
 * org.sparkbertopic.stage.EmbedStage}, {@link org.sparkbertopic.stage.LayoutStage}, {@link
 * org.sparkbertopic.stage.AssignStage} and {@link
 * org.sparkbertopic.stage.represent.RepresentStage}.
 *
 * <p>May use Spark and the steps. Knows no operation, no command line and no configuration file.
 */
package org.sparkbertopic.stage;
