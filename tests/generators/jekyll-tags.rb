# What the corpora lack and their articles ask for: includes, data, tags of a site's own plugins.
# The feeds' links, ids, dates and titles do not hang on them.
class Silent < Liquid::Tag
  def render(_context) = ""
end

%w[image image_with_class include link post_url].each do |name|
  Liquid::Template.register_tag(name, Silent)
end

module SortOfNothing
  def sort(input, *rest) = input.nil? ? [] : super
end
Jekyll::Filters.prepend(SortOfNothing)
