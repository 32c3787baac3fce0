// Of cells whose names other pages have: a cell called "fields" would stand where the fields of cells are.
export { default, generateMetadata } from "../../[cellName]/page";
